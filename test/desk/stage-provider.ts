import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A real, certified identity provider on this machine; its people exist for the test alone. */
export interface StagedProvider {
  readonly issuer: string;
  readonly clientSecret: string;
  stop(): Promise<void>;
}

const SECRET = 'a-secret-of-the-desk-at-its-provider-for-tests-only';
const CLIENT = 'hrd-shield-desk';

/**
 * Starts it. Whoever signs in says who they are; roles come from `rolesOf`.
 * @param redirectUri address to which it sends people back
 */
export async function stageProvider(
  redirectUri: string,
  rolesOf: (subject: string) => readonly string[],
): Promise<StagedProvider> {
  // It warns about its host as soon as it is loaded: only where it is used.
  const { Provider } = await import('oidc-provider');
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT, client_secret: SECRET, redirect_uris: [redirectUri] }],
    cookies: { keys: ['a-key-for-tests'] },
    claims: { openid: ['sub', 'shield_roles'] },
    conformIdTokenClaims: false,
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: async () => ({ sub, shield_roles: [...rolesOf(sub)] }),
    }),
    pkce: { required: () => true },
  });
  server.on('request', provider.callback());
  return {
    issuer,
    clientSecret: SECRET,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A browser that keeps cookies by host and port, and follows redirections and the forms. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(url);
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, jar);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', [...jar].map(([k, v]) => `${k}=${v}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      const isOver = /expires=Thu, 01 Jan 1970/i.test(line) || /max-age=0/i.test(line);
      if (isOver || value === '') jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), value);
    }
    return response;
  }

  /** Signs in at the provider as `subject`. @returns the last answer of the desk */
  async signIn(
    desk: string,
    subject: string,
    start = `${desk}/v1/session/start`,
  ): Promise<Response> {
    let response = await this.fetch(start);
    for (let hop = 0; hop < 12; hop += 1) {
      const location = response.headers.get('location');
      if (location === null) {
        const page = await response.text();
        const action = /action="([^"]+)"/.exec(page)?.[1];
        const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1];
        if (action === undefined) return response;
        response = await this.fetch(new URL(action, response.url).href, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ prompt: prompt ?? '', login: subject, password: 'x' }),
        });
        continue;
      }
      const next = new URL(location, response.url === '' ? desk : response.url);
      response = await this.fetch(next.href);
      if (next.href.startsWith(`${desk}/v1/session`) && !next.pathname.endsWith('/callback')) {
        return response;
      }
      if (next.pathname.endsWith('/callback') && response.status >= 400) return response;
    }
    return response;
  }
}
