import { fileURLToPath } from 'node:url';
import { ShieldError } from '@hrd-shield/contracts';
import { parseRecords, type RuleFolderFile, readRuleFolder } from '../rule-file.ts';
import { type Region, RegionRules } from './region-rules.ts';

const FOLDER = fileURLToPath(new URL('../../rules/regions', import.meta.url));

/** The regions as files, in the order of their names; for hashes over what was read. */
export function readRegionFiles(folder: string = FOLDER): readonly RuleFolderFile[] {
  return readRuleFolder(folder);
}

/**
 * Regions whose thresholds differ.
 *
 * @param folder one file a region
 * @throws ShieldError `config.invalid` with the file and what does not fit, and where a country is in two
 */
export function loadRegions(folder: string = FOLDER): readonly Region[] {
  const regions = parseRecords(RegionRules, folder, 'regions');
  const taken = new Map<string, string>();
  for (const { countries, id } of regions) {
    for (const country of countries) {
      const other = taken.get(country);
      if (other !== undefined) {
        const detail = `regions/${id}.yaml: ${country} is in ${other}, too`;
        throw new ShieldError('config.invalid', { detail });
      }
      taken.set(country, id);
    }
  }
  return regions;
}
