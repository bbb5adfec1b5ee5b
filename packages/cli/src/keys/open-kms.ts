import { createAwsKms } from '@hrd-shield/kms-aws';
import type { Kms } from '@hrd-shield/pipeline';
import { setting, text, urlOf } from '@hrd-shield/runtime';
import type { Shell } from '../shell/shell.ts';

const KMS_SETTINGS = {
  kmsKeyId: setting('KMS_KEY_ID', text(2_048), 'master key at the service of keys'),
  kmsRegion: setting('AWS_REGION', text(64), 'region of the service of keys'),
  kmsEndpoint: setting(
    'KMS_ENDPOINT',
    urlOf('http', 'https').optional(),
    'another address of the service of keys than that of its region',
  ),
};

/** @throws ShieldError `config.invalid` */
export async function openKms(shell: Shell): Promise<Kms & { stop(): void }> {
  const { kmsEndpoint, kmsKeyId, kmsRegion } = await shell.settings(KMS_SETTINGS);
  return createAwsKms({ keyId: kmsKeyId, region: kmsRegion, endpoint: kmsEndpoint });
}
