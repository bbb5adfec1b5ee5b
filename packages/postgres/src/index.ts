export type { BoardTables } from './board-tables.ts';
export { createDatabase } from './create-database.ts';
export { createDesignationStore } from './designation-store.ts';
export { createExposureBook, type ExposureBook } from './exposure-book.ts';
export { MIGRATIONS_DIR, migrateDatabase } from './migrate-database.ts';
export { type Database, type DatabaseOptions, openDatabase } from './open-database.ts';
export type { RegistryTables } from './registry-tables.ts';
export { createTaskBoard, type TaskBoard } from './task-board.ts';
export { guarded, isUniqueViolation } from './translate-error.ts';
