export { headersOf } from '@hrd-shield/pipeline';
