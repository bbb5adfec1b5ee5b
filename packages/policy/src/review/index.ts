export { checkRules, type RuleFinding } from './check-rules.ts';
export { loadPolicyFiles, type PolicyFiles } from './load-policy-files.ts';
export {
  type Break,
  loadRuleTexts,
  RULES_FOLDER,
  type RuleTexts,
  ruleFilesOf,
} from './rule-texts.ts';
export { isThreshold, type RuleLeaf, type RuleTree, readRuleTree, unitOf } from './rule-tree.ts';
