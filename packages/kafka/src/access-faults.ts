import { type ErrorCode, ShieldError } from '@hrd-shield/contracts';

const CAUSES_MAX = 8;
const NOT_LET_IN: readonly ErrorCode[] = ['kafka.refused', 'kafka.untrusted'];

/** What Node says of a certificate that it does not trust. @source Node.js, X509 certificate error codes */
const UNTRUSTED: readonly string[] = [
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'CERT_REJECTED',
  'CERT_UNTRUSTED',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
];

/** What a broker says in TLS of a client's certificate that it misses or does not take. */
const REFUSED = /^ERR_SSL_.*ALERT_(BAD_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|ACCESS_DENIED)/;

/**
 * Whether the broker did not let this process in, or is not who it should be. Found under what the
 * library wraps around it; the text says nothing of names, passwords or certificates.
 */
export function accessFault(error: unknown): ShieldError | undefined {
  let cause = error;
  for (let depth = 0; depth < CAUSES_MAX && cause instanceof Error; depth += 1) {
    if (cause.name === 'KafkaJSSASLAuthenticationError') {
      const detail = 'the broker did not take the name, the password or the mechanism';
      return new ShieldError('kafka.refused', { cause: error, detail });
    }
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
    if (UNTRUSTED.includes(code)) {
      return new ShieldError('kafka.untrusted', { cause: error, detail: code });
    }
    if (REFUSED.test(code)) {
      const detail = 'the broker did not take the certificate';
      return new ShieldError('kafka.refused', { cause: error, detail });
    }
    cause = cause.cause;
  }
  return undefined;
}

/**
 * The same fault for whoever was let in before: it passes, since the settings were right once, and a
 * certificate is renewed or a name comes back. Other faults as they are.
 */
export function passing(fault: ShieldError): ShieldError {
  if (!NOT_LET_IN.includes(fault.code)) return fault;
  return new ShieldError('kafka.unavailable', { cause: fault, detail: fault.message });
}
