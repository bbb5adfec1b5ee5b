export {
  type AccountDigest,
  createAccountDigest,
  type DigestRing,
  openDigestRing,
} from './account-digest.ts';
export { type AccountTagger, createAccountTagger, tagToHex } from './account-tag.ts';
export { createRootSigner, createRootVerifier, newAuditKeyPair } from './audit-root-signer.ts';
export { BoundedCache } from './bounded-cache.ts';
export { newDefenderRef } from './defender-ref.ts';
export { createDefenderSealer } from './defender-sealer.ts';
export {
  hasScreeningKey,
  openProtectionSealer,
  openScreeningSealer,
  type PartSealer,
} from './designation-parts.ts';
export { createFileKms, type FileKmsConfig, type MasterKey } from './file-kms.ts';
export { createFolderKeyStore, type FolderKeyStoreConfig } from './folder-key-store.ts';
export { KEY_HOLDERS, type KeyHolder } from './key-holders.ts';
export { openKeyring, sealKeyring } from './keyring-bundle.ts';
export { loadRecogniser } from './load-recogniser.ts';
export {
  createLocalKeyring,
  DIGEST_KEY_VERSION,
  dataKeysDir,
  destroyKeyVersion,
  isLocalKeyring,
  type KeyName,
  loadKey,
  loadPlatformKey,
  rotateKey,
} from './local-keyring.ts';
export { type MachineAuditTrail, openMachineAudit } from './open-machine-audit.ts';
export {
  dropPayloadBefore,
  loadPayloadBefore,
  loadPayloadKeys,
  rotatePayloadKey,
} from './payload-keys.ts';
export { createBoxOpener, createPlatformBox, type PlatformKey } from './platform-box.ts';
export { createPseudonymiser } from './pseudonymiser.ts';
export {
  issueResponderToken,
  type ResponderPrincipal,
  readResponderToken,
} from './responder-token.ts';
export {
  type Rewrapped,
  rewrapKeys,
  WRAPPING_KEYS,
  type WrappingKey,
} from './rewrap-keys.ts';
export { createStageSealer } from './stage-sealer.ts';
export { createTagSet, type TagSet } from './tag-set.ts';
