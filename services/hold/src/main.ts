import { runService } from '@hrd-shield/runtime';
import { startHold } from './compose.ts';
import { HOLD_CONFIG } from './config.ts';

await runService({ config: HOLD_CONFIG, process, start: startHold });
