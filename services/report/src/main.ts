import { runService } from '@hrd-shield/runtime';
import { startReport } from './compose.ts';
import { REPORT_CONFIG } from './config.ts';

await runService({ config: REPORT_CONFIG, process, start: startReport });
