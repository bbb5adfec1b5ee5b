import { runService } from '@hrd-shield/runtime';
import { startDesk } from './compose.ts';
import { DESK_CONFIG } from './config.ts';

await runService({ config: DESK_CONFIG, process, start: startDesk });
