import { runService } from '@hrd-shield/runtime';
import { startRecord } from './compose.ts';
import { RECORD_CONFIG } from './config.ts';

await runService({ config: RECORD_CONFIG, process, start: startRecord });
