import { runService } from '@hrd-shield/runtime';
import { startDesignate } from './compose.ts';
import { DESIGNATE_CONFIG } from './config.ts';

await runService({ config: DESIGNATE_CONFIG, process, start: startDesignate });
