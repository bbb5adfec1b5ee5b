import { ShieldError } from '@hrd-shield/contracts';
import * as oidc from 'openid-client';

/** The way to the identity provider. */
export interface Provider {
  /** Where a person is sent. */
  start(secrets: SignInSecrets): Promise<URL>;
  /**
   * What the provider says of whoever came back.
   * @throws ShieldError `access.sign-in-failed`
   */
  finish(callback: URL, secrets: SignInSecrets): Promise<SignedIn>;
}

export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface SignedIn {
  readonly issuer: string;
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface ProviderConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly redirectUri: string;
  /** Authentication context that a sign-in must have. */
  readonly acr: string | undefined;
}

const TIMEOUT_SECONDS = 5;
/** Whoever signs in proves it now: an older session of the provider does not count, s. */
const MAX_AGE_SECONDS = 60;
const LOOPBACK = /^http:\/\/(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?(\/|$)/;

/** Code flow with PKCE, state and nonce; the provider is found at its first use. */
export function openProvider(config: ProviderConfig): Provider {
  let found: Promise<oidc.Configuration> | undefined;
  const discovered = (): Promise<oidc.Configuration> => {
    found ??= discover(config).catch((cause: unknown) => {
      found = undefined;
      throw new ShieldError('access.sign-in-failed', { cause });
    });
    return found;
  };
  return {
    start: async ({ nonce, state, verifier }) =>
      oidc.buildAuthorizationUrl(await discovered(), {
        redirect_uri: config.redirectUri,
        scope: 'openid',
        response_type: 'code',
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        max_age: String(MAX_AGE_SECONDS),
        ...(config.acr === undefined ? {} : { acr_values: config.acr }),
      }),
    finish: async (callback, secrets) => {
      const server = await discovered();
      try {
        const tokens = await oidc.authorizationCodeGrant(server, callback, {
          pkceCodeVerifier: secrets.verifier,
          expectedState: secrets.state,
          expectedNonce: secrets.nonce,
          idTokenExpected: true,
          maxAge: MAX_AGE_SECONDS,
        });
        const claims = tokens.claims();
        if (claims === undefined || (config.acr !== undefined && claims.acr !== config.acr)) {
          throw new ShieldError('access.sign-in-failed');
        }
        return { issuer: claims.iss, subject: claims.sub, claims };
      } catch (cause) {
        throw new ShieldError('access.sign-in-failed', { cause });
      }
    },
  };
}

function discover({ clientId, clientSecret, issuer }: ProviderConfig): Promise<oidc.Configuration> {
  const isLocal = LOOPBACK.test(issuer);
  return oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, {
    timeout: TIMEOUT_SECONDS,
    // A provider on this machine, for trials and tests; every other one has TLS.
    ...(isLocal ? { execute: [oidc.allowInsecureRequests] } : {}),
  });
}
