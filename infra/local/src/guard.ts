import { removeFolder, stopFolder } from './stop-stack.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: guard.ts STACK_FOLDER < PIPE_OF_THE_STARTER\n');
  process.exit(2);
}

// The pipe ends when the starter ends, in whatever way: then the stack ends too.
process.stdin.resume();
process.stdin.once('end', () => {
  void stopFolder(folder).then(() => {
    removeFolder(folder);
    process.exit(0);
  });
});
