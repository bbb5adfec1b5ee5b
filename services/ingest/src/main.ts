import { runService } from '@hrd-shield/runtime';
import { startIngest } from './compose.ts';
import { INGEST_CONFIG } from './config.ts';

await runService({ config: INGEST_CONFIG, process, start: startIngest });
