import {
  defineConfig,
  integer,
  SETTINGS,
  type ServiceConfig,
  setting,
  text,
  urlOf,
} from '@hrd-shield/runtime';

/** Settings of `codec`. */
export const CODEC_CONFIG = defineConfig('codec', {
  databaseUrl: SETTINGS.databaseUrl,
  keysDir: SETTINGS.keysDir,
  temporalNamespace: SETTINGS.temporalNamespace,
  host: setting(
    'SHIELD_CODEC_HOST',
    text(253).default('127.0.0.1'),
    'address on which payloads are opened',
  ),
  port: setting(
    'SHIELD_CODEC_PORT',
    integer(0, 65_535).default(0),
    'port on which payloads are opened; 0 takes any free port and logs it',
  ),
  uiOrigin: setting(
    'SHIELD_CODEC_UI_ORIGIN',
    urlOf('http', 'https').default('http://127.0.0.1:8233'),
    'the one web origin that may ask: that of the Web UI of the workflow server',
  ),
});
export type CodecConfig = ServiceConfig<typeof CODEC_CONFIG>;
