import { runService } from '@hrd-shield/runtime';
import { startCodec } from './compose.ts';
import { CODEC_CONFIG } from './config.ts';

await runService({ config: CODEC_CONFIG, process, start: startCodec });
