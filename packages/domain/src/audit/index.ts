export {
  type AuditRow,
  type ChainFault,
  type ChainHead,
  EMPTY_CHAIN,
  faultOfRow,
  headOf,
  linkRow,
} from './chain.ts';
export { AUDIT_RESULTS, type AuditEntry, type AuditResult, faultOfEntry } from './entry.ts';
export {
  type SignedHead,
  VERIFICATION_START,
  type Verification,
  verifyEnd,
  verifyRow,
} from './verification.ts';
