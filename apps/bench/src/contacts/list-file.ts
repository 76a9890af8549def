import { once } from "node:events";
import { createWriteStream } from "node:fs";

const AREA_CODES = [212, 415, 305, 512, 602, 702, 808, 907, 312, 713, 404, 206, 303, 617, 416];
const NAMES = ["Ana Silva", "John O'Neil", "Zoë Müller", "Li Wei", '"Smith, Mary"', "Kofi Mensah"];
const BRANDS = ["acme", "globex", "initech", "umbrella"];
const CITIES = ["San Francisco", "New York", "Miami", "Austin", "Honolulu", "Chicago", "Seattle"];
/** A fictional exchange has too few numbers; these stay in a file on this machine. */
const FIRST_LINE_NUMBER = 2_000_000;

/**
 * Writes a list of contacts as people have them: phone numbers in three spellings, some names in quotes, and three more
 * columns, of which the last is another in each row.
 */
export async function writeList(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  file.write("phone,name,brand,city,order\n");
  for (let row = 0; row < rows; row++) {
    const line = `${spelt(row)},${at(NAMES, row)},${at(BRANDS, row)},${at(CITIES, row)},A-${100_000 + row}\n`;
    if (!file.write(line)) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
}

function spelt(row: number): string {
  const areaCode = at(AREA_CODES, row);
  const rest = String(FIRST_LINE_NUMBER + row);
  if (row % 3 === 0) return `+1${areaCode}${rest}`;
  return row % 3 === 1 ? `${areaCode}${rest}` : `(${areaCode}) ${rest.slice(0, 3)}-${rest.slice(3)}`;
}

function at<Item>(items: readonly Item[], row: number): Item {
  return items[row % items.length] as Item;
}
