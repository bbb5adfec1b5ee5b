export { decidePublication, nextPublicationAt, type PublicationInput } from './decide.ts';
export {
  initialPublication,
  isPublicationOver,
  type PublicationEnd,
  type PublicationLife,
} from './state.ts';
