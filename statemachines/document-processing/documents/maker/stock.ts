import type { Bill } from './bill.ts';

/** Two dozen lines for one page. */
export const manyLines: Bill['lines'] = [
  ['Reliure cuir, format A4', 6, 8450],
  ['Reliure toile, format A4', 14, 4200],
  ['Reliure toile, format A5', 22, 2950],
  ['Papier vergé, rame', 30, 1875],
  ['Papier chiffon, rame', 12, 3360],
  ['Encre noire, litre', 4, 2790],
  ['Encre sépia, litre', 2, 3120],
  ['Colle de relieur, kg', 5, 1440],
  ['Fil de lin, bobine', 18, 615],
  ['Signets de soie', 40, 185],
  ['Dorure sur tranche', 6, 5600],
  ['Gaufrage du titre', 20, 1250],
  ['Boîtes de conservation', 25, 1990],
  ['Étiquettes imprimées', 300, 14],
  ['Restauration de plans', 3, 21500],
  ['Numérisation, pages', 850, 35],
  ['Coffrets sur mesure', 8, 7400],
  ['Intercalaires', 120, 48],
  ['Chemises à rabats', 60, 220],
  ['Dos toilés', 45, 310],
  ['Livraison Paris', 2, 4800],
  ['Conseil atelier, heures', 5, 7200],
];

const goods =
  'Pärm|Hängmapp|Kopieringspapper|Kuvert|Häftapparat|Anteckningsbok|Bläckpatron|Whiteboardpenna|Skrivbordslampa|Dokumentfack|Etikettskrivare|Batteri|Kaffe|Förvaringslåda|Kabel|Mus|Tangentbord|Headset|Handdukspapper|Tejp'.split(
    '|',
  );
const kinds = ['svart', 'blå', 'vit'];

/** Fifty-two lines, which do not fit on one page. */
export const twoPages: Bill['lines'] = Array.from({ length: 52 }, (_, i) => [
  `${goods[i % goods.length]}, ${kinds[Math.floor(i / goods.length)]}`,
  1 + ((i * 7) % 13),
  1290 + ((i * 3167) % 48000),
]);
