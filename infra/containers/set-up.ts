import { createTopics } from '@hrd-shield/kafka';
import { createLocalKeyring } from '@hrd-shield/keys';

// Makes the topics and the keyring that are missing, before the first service starts.
const brokers = process.env.KAFKA_BROKERS;
const keysDir = process.env.SHIELD_KEYS_DIR;
if (!brokers || !keysDir) {
  process.stderr.write('KAFKA_BROKERS and SHIELD_KEYS_DIR have to be set\n');
  process.exit(2);
}
await createLocalKeyring(keysDir);
const topics = await createTopics({ brokers: brokers.split(','), clientId: 'set-up' });
process.stdout.write(`Ready: ${topics.length} topics, keyring in ${keysDir}\n`);
