export {
  type CustodyCommand,
  type CustodyInput,
  decideCustody,
  nextCustodyAt,
  refusalOfCustodyEnd,
} from './decide.ts';
export { type CustodyLife, type CustodyStep, initialCustody, isCustodyOver } from './state.ts';
