import { createTopics, kafkaConnection } from '@hrd-shield/kafka';
import { createLocalKeyring } from '@hrd-shield/keys';
import {
  defineConfig,
  KAFKA_SETTINGS,
  loadConfig,
  SETTINGS,
  sentenceOf,
} from '@hrd-shield/runtime';

// Makes the topics and the keyring that are missing, before the first service starts.
const SET_UP = defineConfig('set-up', { ...KAFKA_SETTINGS, keysDir: SETTINGS.keysDir });
try {
  const { keysDir, ...kafka } = loadConfig(SET_UP, process.env).values;
  const connection = kafkaConnection(kafka, 'set-up');
  await createLocalKeyring(keysDir);
  const topics = await createTopics(connection);
  process.stdout.write(`Ready: ${topics.length} topics, keyring in ${keysDir}\n`);
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}
