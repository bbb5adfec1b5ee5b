export {
  type ActorNetwork,
  actorNetwork,
  type NetworkActor,
  TIE_KINDS,
  type Tie,
  type TieKind,
} from './actor-network.ts';
export {
  type ExplainableSignal,
  type Explained,
  explainSignal,
  type KnownActors,
} from './explain-signal.ts';
export { EXPLANATION_LANGUAGES, type Messages, messagesOf } from './messages.ts';
export { type Sentence, sentence } from './sentence.ts';
export { type Change, scoreUnder, whatWouldChange } from './what-would-change.ts';
export { type WrittenSection, write, writeExplanation } from './write-explanation.ts';
