/** Countries as addresses name them: ISO 3166-1 alpha-2, the currency (ISO 4217), and names in the languages of letterheads, accents stripped. */
const TABLE = `
AE AED united arab emirates|uae|dubai|abu dhabi
AT EUR austria|osterreich|autriche|wien|vienna
AU AUD australia|sydney nsw
BE EUR belgium|belgie|belgique|belgien|brussels|bruxelles
BG BGN bulgaria
BR BRL brazil|brasil
CA CAD canada|kanada
CH CHF switzerland|schweiz|suisse|svizzera|zurich|geneve|geneva|basel|bern
CN CNY china|p.r. china|beijing|shanghai
CU CUP cuba|kuba|la habana|havana
CY EUR cyprus
CZ CZK czech republic|czechia|ceska republika|tschechien|praha|prague
DE EUR germany|deutschland|allemagne|alemania|germania|duitsland|niemcy|berlin|hamburg|munchen|munich|frankfurt|koln
DK DKK denmark|danmark|danemark|copenhagen|kobenhavn
EE EUR estonia
ES EUR spain|espana|espagne|spanien|spagna|madrid|barcelona
FI EUR finland|suomi|finnland|helsinki
FR EUR france|frankreich|francia|frankrijk|paris|lyon
GB GBP united kingdom|great britain|england|scotland|wales|u.k.|uk|london|manchester
GR EUR greece|hellas|griechenland
HK HKD hong kong
HR EUR croatia|hrvatska
HU HUF hungary|magyarorszag|ungarn|budapest
IE EUR ireland|dublin|irland
IL ILS israel
IN INR india|mumbai|bengaluru
IR IRR iran|islamic republic of iran|tehran|teheran
IS ISK iceland
IT EUR italy|italia|italien|italie|milano|roma|torino
JP JPY japan|japon|tokyo|osaka
KP KPW north korea|dpr korea|d.p.r. korea|democratic people's republic of korea|dprk|pyongyang
KR KRW south korea|republic of korea|korea|seoul
KW KWD kuwait
LT EUR lithuania
LU EUR luxembourg|luxemburg
LV EUR latvia
MT EUR malta
MX MXN mexico
NL EUR netherlands|the netherlands|nederland|niederlande|pays-bas|holland|amsterdam|rotterdam
NO NOK norway|norge|norwegen|oslo
NZ NZD new zealand
PL PLN poland|polska|polen|pologne|polonia|warszawa|warsaw|krakow|wroclaw|gdansk
PT EUR portugal|lisboa
RO RON romania
SE SEK sweden|sverige|schweden|suede|stockholm|goteborg|malmo
SG SGD singapore
SI EUR slovenia
SK EUR slovakia|slovensko
SY SYP syria|syrian arab republic|damascus|syrie|syrien
TR TRY turkey|turkiye|istanbul
UA UAH ukraine
US USD united states|united states of america|usa|u.s.a.|new york|california|texas
ZA ZAR south africa`;

const ROWS = TABLE.trim()
  .split('\n')
  .map((row) => ({ country: row.slice(0, 2), currency: row.slice(3, 6), names: row.slice(7).split('|') }));
const NAMES = ROWS.flatMap(({ country, names }) =>
  names.map((name) => ({
    country,
    name,
    at: new RegExp(`(?<![\\p{L}])${name.replaceAll('.', '\\.')}(?![\\p{L}])`, 'u'),
  })),
);

/** The currency of a country; undefined when it is not in the table. */
export const currencyOf = (country: string | undefined): string | undefined =>
  ROWS.find((row) => row.country === country)?.currency;

/** Every country a piece of an address names, in order; a longer name wins over one inside it ("North Korea" over "Korea"). */
export function findCountries(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const hits = NAMES.flatMap(({ country, name, at }) => {
    const found = at.exec(plain);
    return found ? [{ country, from: found.index, to: found.index + name.length }] : [];
  });
  const whole = hits.filter(
    (hit) =>
      !hits.some(
        (other) =>
          other !== hit && other.from <= hit.from && other.to >= hit.to && other.to - other.from > hit.to - hit.from,
      ),
  );
  const states =
    /\b(?:A[LKZR]|C[AOT]|DE|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]),? \d{5}(?:-\d{4})?\b/.exec(
      text,
    );
  const british = /\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b/.exec(text);
  const all = [
    ...whole,
    ...(states ? [{ country: 'US', from: states.index }] : []),
    ...(british ? [{ country: 'GB', from: british.index }] : []),
  ];
  return [...new Set(all.sort((a, b) => a.from - b.from).map((hit) => hit.country))];
}
