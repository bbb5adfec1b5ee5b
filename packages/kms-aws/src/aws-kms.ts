import {
  DecryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
  ReEncryptCommand,
} from '@aws-sdk/client-kms';
import { ShieldError } from '@hrd-shield/contracts';
import type { Kms } from '@hrd-shield/pipeline';

export interface AwsKmsConfig {
  /** Key, alias or ARN of the master key: symmetric, for encryption. */
  readonly keyId: string;
  readonly region: string;
  /** Another address than that of the region. */
  readonly endpoint?: string | undefined;
  /** Longest wait for one call, ms. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const ATTEMPTS_MAX = 3;
const VERSION = 'a1';
/** What AWS says of bytes that are not its own, or not of this key or context. */
const BROKEN = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

/**
 * Keys wrapped by AWS KMS. The purpose is the encryption context, so that policies of the key can
 * allow each process its own purpose alone; credentials come from the process's environment.
 */
export function createAwsKms(config: AwsKmsConfig): Kms & { stop(): void } {
  const client = new KMSClient({
    region: config.region,
    maxAttempts: ATTEMPTS_MAX,
    ...(config.endpoint !== undefined && { endpoint: config.endpoint }),
  });
  const { keyId } = config;
  const timeoutMs = config.timeoutMs ?? TIMEOUT_MS;
  const bounded = () => ({ abortSignal: AbortSignal.timeout(timeoutMs) });
  const contextOf = (purpose: string) => ({ purpose });
  return {
    generate: (purpose) =>
      translated(async () => {
        const answer = await client.send(
          new GenerateDataKeyCommand({
            KeyId: keyId,
            KeySpec: 'AES_256',
            EncryptionContext: contextOf(purpose),
          }),
          bounded(),
        );
        return { plain: present(answer.Plaintext), wrapped: textOf(answer.CiphertextBlob) };
      }),
    unwrap: (purpose, wrapped) =>
      translated(async () => {
        const answer = await client.send(
          new DecryptCommand({
            CiphertextBlob: bytesOf(wrapped),
            EncryptionContext: contextOf(purpose),
          }),
          bounded(),
        );
        return present(answer.Plaintext);
      }),
    rewrap: (purpose, wrapped) =>
      translated(async () => {
        const answer = await client.send(
          new ReEncryptCommand({
            CiphertextBlob: bytesOf(wrapped),
            DestinationKeyId: keyId,
            SourceEncryptionContext: contextOf(purpose),
            DestinationEncryptionContext: contextOf(purpose),
          }),
          bounded(),
        );
        return textOf(answer.CiphertextBlob);
      }),
    stop: () => client.destroy(),
  };
}

function textOf(blob: Uint8Array | undefined): string {
  return `${VERSION}.${Buffer.from(present(blob)).toString('base64url')}`;
}

function bytesOf(wrapped: string): Uint8Array {
  const [version, body, ...rest] = wrapped.split('.');
  if (version !== VERSION || body === undefined || rest.length > 0) {
    throw new ShieldError('seal.broken');
  }
  return Buffer.from(body, 'base64url');
}

function present(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes === undefined) throw new ShieldError('keys.unavailable');
  return bytes;
}

async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof ShieldError) throw cause;
    const isBroken = cause instanceof Error && BROKEN.has(cause.name);
    throw new ShieldError(isBroken ? 'seal.broken' : 'keys.unavailable', { cause });
  }
}
