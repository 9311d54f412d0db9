import { findCountries } from '../../lib/documents/countries.ts';
import { findIbans, findVatIds, iban } from '../../lib/documents/identifiers.ts';

test('an IBAN with one figure changed is no IBAN', () => {
  expect(iban('DE89 3704 0044 0532 0130 00')).toBe('DE89370400440532013000');
  expect(iban('DE89 3704 0044 0532 0130 01')).toBeUndefined();
});

test('IBANs are found in running text and end where their country says', () => {
  expect(findIbans('IBAN GB29 NWBK 6016 1331 9268 19 BIC NWBKGB2L')).toEqual([
    { iban: 'GB29NWBK60161331926819', index: 5 },
  ]);
});

test.each([
  ['USt-IdNr. DE136695976', 'DE136695976', 'DE', true],
  ['VAT GB 314 1592 65', 'GB314159265', 'GB', false],
  ['BTW NL001234567B01', 'NL001234567B01', 'NL', false],
  ['CHE-107.787.577 MWST', 'CHE107787577MWST', 'CH', false],
  ['NIP PL5260250274', 'PL5260250274', 'PL', true],
])('%s holds %s', (text, id, country, checked) => {
  expect(findVatIds(text)).toMatchObject([{ id, country, checked }]);
});

test.each([
  ['Pyongyang, North Korea', ['KP']],
  ['Seoul, Republic of Korea', ['KR']],
  ['118 Valiasr Avenue, Tehran, Iran', ['IR']],
  ['Portland, OR 97205', ['US']],
  ['London SW1A 1AA', ['GB']],
  ['10969 Berlin, Deutschland', ['DE']],
  ['Indiana Jones Road 4', []],
])('%s is in %j', (text, countries) => {
  expect(findCountries(text)).toEqual(countries);
});
