import { runService } from '@hrd-shield/runtime';
import { startDetect } from './compose.ts';
import { DETECT_CONFIG } from './config.ts';

await runService({ config: DETECT_CONFIG, process, start: startDetect });
