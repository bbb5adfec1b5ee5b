export { loadRegions, readRegionFiles } from './load-regions.ts';
export { type Region, RegionRules } from './region-rules.ts';
