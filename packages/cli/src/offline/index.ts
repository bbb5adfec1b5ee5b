export { convertElectionPosts } from '../convert/election-posts.ts';
export { detectEvents } from './detect-file.ts';
export { fileDesignations } from './file-designations.ts';
export { createScreening } from './screen-lines.ts';
