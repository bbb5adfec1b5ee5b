import { readFile } from 'node:fs/promises';
import { ShieldError } from '@hrd-shield/contracts';
import { z } from 'zod';

/** A secret that signs webhooks has at least 256 bits of text. */
const SECRET_CHARS_MIN = 32;
const ROUTES_MAX = 16;

const Mail = z.strictObject({ mail: z.email() });
const Webhook = z.strictObject({
  webhook: z.url({ protocol: /^https?$/ }),
  secret: z.string().min(SECRET_CHARS_MIN),
});
const Route = z.union([Mail, Webhook]);
export type Route = z.infer<typeof Route>;
const Routes = z.array(Route).min(1).max(ROUTES_MAX);

/** How people are reached. It holds addresses and secrets: it belongs to the deployment alone. */
const NotifyConfig = z.strictObject({
  smtp: z
    .strictObject({
      host: z.string().min(1),
      port: z.int().min(1).max(65_535),
      /** TLS from the first byte; else STARTTLS is asked for. */
      secure: z.boolean(),
      /** Goes on without TLS where the server offers none; for servers on the same host. */
      plain: z.boolean().default(false),
      from: z.email(),
      user: z.string().optional(),
      password: z.string().optional(),
    })
    .optional(),
  /** By rung of the ladder. */
  rungs: z.record(z.string(), Routes),
  /** The gateway to the channels that defenders chose; it alone knows how to reach them. */
  defender: Routes.optional(),
});
export type NotifyConfig = z.infer<typeof NotifyConfig>;

/**
 * Reads how people are reached.
 * @param path JSON file, readable by its owner alone
 * @throws ShieldError `config.invalid` without a word of the file: it holds secrets
 */
export async function loadNotifyConfig(path: string): Promise<NotifyConfig> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ShieldError('config.invalid', { detail: 'the notify file cannot be read', cause });
  }
  const parsed = NotifyConfig.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path: at }) => at.join('.') || 'the file').join(', ');
  throw new ShieldError('config.invalid', { detail: `the notify file is wrong at: ${places}` });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ShieldError('config.invalid', { detail: 'the notify file is not JSON' });
  }
}
