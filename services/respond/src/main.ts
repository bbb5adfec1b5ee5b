import { runService } from '@hrd-shield/runtime';
import { startRespond } from './compose.ts';
import { RESPOND_CONFIG } from './config.ts';

await runService({ config: RESPOND_CONFIG, process, start: startRespond });
