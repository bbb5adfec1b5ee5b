import { encodeBinary, INTERNAL_TYPES, topicName } from '@hrd-shield/contracts';
import { createKafkaSink, createLogReader } from '@hrd-shield/kafka';
import {
  createAccountTagger,
  destroyKeyVersion,
  loadKey,
  loadRecogniser,
  newDefenderRef,
  openDigestRing,
  openScreeningSealer,
  rotateKey,
  tagToHex,
} from '@hrd-shield/keys';
import { createDesignationFollower, DefenderIndex } from '@hrd-shield/pipeline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { until } from '../harness/until.ts';
import { count } from './count.ts';

const PEOPLE = 50;
let at: Installation;

beforeAll(async () => {
  at = await createInstallation('rotation');
});
afterAll(() => at.remove());

const account = (n: number) => `rotating-${n}`;

it('the look-up key is rotated without a moment in which a defender is not recognised', async () => {
  const connection = { brokers: [...at.brokers], clientId: at.name };
  const topic = topicName('designations', at.topicPrefix);
  const sink = createKafkaSink({ connection });
  const sealer = await openScreeningSealer(at.keysDir);
  const tagOf = createAccountTagger(await loadKey(at.keysDir, 'tag-seed'));
  const refs = Array.from({ length: PEOPLE }, newDefenderRef);
  const publish = async (n: number, version: number): Promise<void> => {
    const { digest, keyVersion } = openDigestRing(at.keysDir).newest;
    const ref = refs[n] ?? newDefenderRef();
    const screening = sealer.seal(ref, {
      digest: digest(account(n)),
      digestKey: keyVersion,
      tag: tagToHex(tagOf(Buffer.from(account(n)))),
      dataClasses: ['public-content'],
    });
    const event = {
      specversion: '1.0' as const,
      id: `${ref}.${version}`,
      source: 'test',
      type: INTERNAL_TYPES.designation,
      time: new Date().toISOString(),
      data: {
        ref,
        version,
        state: 'active',
        probe: false,
        expiresAt: Date.now() + 3_600_000,
        screening,
        protection: screening,
      },
    };
    await sink.send([{ topic, ...encodeBinary(event, ref) }]);
  };
  for (let n = 0; n < PEOPLE; n += 1) await publish(n, 1);

  // The set as ingest keeps it, opened before the rotation and never restarted.
  const index = new DefenderIndex(await loadRecogniser(at.keysDir));
  const reader = createLogReader({ connection, topic });
  const refused: string[] = [];
  const follower = createDesignationFollower({
    reader,
    index,
    openScreening: sealer.open,
    onRefused: (reason) => refused.push(reason),
  });
  await follower.start();
  let looks = 0;
  let misses = 0;
  const lookAtAll = (): void => {
    for (let n = 0; n < PEOPLE; n += 1) {
      looks += 1;
      if (index.find(Buffer.from(account(n)))?.ref !== refs[n]) misses += 1;
    }
  };
  lookAtAll();
  expect(await rotateKey(at.keysDir, 'digest')).toBe(2);
  lookAtAll();
  for (let n = 0; n < PEOPLE; n += 1) {
    await publish(n, 2);
    lookAtAll();
  }
  const isMoved = () => refs.every((ref) => index.get(ref)?.digestKey === 'dg2');
  await until('everybody is sealed under the new key', () => {
    lookAtAll();
    return isMoved();
  });
  await destroyKeyVersion(at.keysDir, 'digest', 1);
  lookAtAll();
  const fresh = new DefenderIndex(await loadRecogniser(at.keysDir));
  const again = createLogReader({ connection, topic });
  await createDesignationFollower({
    reader: again,
    index: fresh,
    openScreening: sealer.open,
    // The first half of the log is under the key that is destroyed; the second replaces it.
    onRefused: () => undefined,
  }).start();
  expect(fresh.find(Buffer.from(account(3)))?.ref).toBe(refs[3]);
  expect(fresh.size).toBe(PEOPLE);
  await Promise.all([reader.stop(), again.stop(), sink.stop()]);
  count('rotation', { looks, misses });
  expect(refused).toEqual([]);
  expect(misses).toBe(0);
});
