import { patterns } from './words.ts';

/** The columns a table of goods can have. */
export type Column =
  | 'position'
  | 'code'
  | 'description'
  | 'quantity'
  | 'unit'
  | 'unitPrice'
  | 'discount'
  | 'taxRate'
  | 'tax'
  | 'amount'
  | 'gross'
  | 'date';

/** The headings of tables, written like the labels in words.ts. */
export const COLUMNS: Record<Column, string[]> = {
  position: patterns`
    # ; pos\.? ; position ; no\.? ; line ; l\.?p\.? ; nr\.? ; rif\.? ; item no\.? ; poz\.? ; rad`,
  code: patterns`
    sku ; code ; item code ; product code ; part(?: no\.?| number)? ; art(?:ikel)?\.?-?(?:nr|nummer)\.? ; ref\.? ;
    reference ; codigo ; codice ; pkwiu ; kod ; art\.? ; codart`,
  description: patterns`
    descriptions? ; (?:item|product|service|work)s?(?: description| name)? ;
    (?:item|goods|service)s? (?:&|and|/) (?:description|services) ; details? ; particulars ; activity ;
    beschreibung ; bezeichnung ; artikel(?:bezeichnung)? ; leistung(?:sbeschreibung)? ; produkt ; designation ;
    libelle ; produits? ; prestations? ; descripcion ; concepto ; articulo ; detalle ; descrizione ; articolo ;
    prodotto ; omschrijving ; artikel ; nazwa(?: towaru(?: lub uslugi| ?/ ?uslugi)?| uslugi| towaru\S*)? ; opis ;
    towar ; usluga ; benamning ; beskrivning ; descricao ; tjanst`,
  quantity: patterns`
    qty\.? ; quantity ; hours ; hrs ; units ; days ; menge ; anzahl ; anz\.? ; std\.? ; stunden ; stuck ; tage ;
    qte\.? ; quantite ; nb ; cantidad ; cant\.? ; uds\.? ; quantita ; q\.?ta ; aantal ; ilosc ; antal ; quantidade ;
    qtd\.? ; uren`,
  unit: patterns`
    unit ; uom ; einheit ; einh\.? ; me ; unite ; unidad ; u\.?m\.? ; um ; eenheid ; j\.?m\.? ; jedn\.? ; enhet`,
  unitPrice: patterns`
    (?:unit|item|list|net)[ -]?(?:price|cost|rate) ; price(?: ?/ ?unit| per unit| each)? ; rate ;
    (?:hourly|daily) rate ; each ; cost ; einzelpreis ; einzel ; e-?preis ; ep ; preis(?: ?/ ?einheit)? ;
    stuckpreis ; stundensatz ; prix(?: unitaire| unit\.?)?(?: ht)? ; p\.?u\.?(?: ht)? ;
    precio(?: unitario| unit\.?)? ; p\.? ?unit\.? ; prezzo(?: unitario| unit\.?)? ;
    (?:stuks|eenheids)?prijs(?: per \S+)? ; tarief ; cena(?: jedn\.?(?: netto)?| netto| jednostkowa(?: netto)?)? ;
    a-?pris ; pris ; preco(?: unitario| unit\.?)?`,
  discount: patterns`
    disc(?:ount)?\.?(?: ?%)? ; rabatt(?: ?%)? ; remise ; dto\.? ; sconto ; korting ; rabat`,
  taxRate: patterns`
    (?:vat|tax|gst)(?: rate)?(?: ?\(?%\)?) ; (?:vat|tax) rate ; mwst\.?(?: ?-?satz)?(?: ?%)? ; ust\.?(?: ?%)? ;
    % ?(?:vat|ust|mwst|iva|tva|btw) ; tva(?: ?%)? ; taux(?: tva)? ; iva(?: ?%)? ; aliq\.?(?: iva)? ;
    btw(?: ?%|-tarief)? ; stawka(?: vat)? ; moms(?: ?%)? ; vat ; tax ; %`,
  tax: patterns`
    (?:vat|tax|gst) (?:amount|amt) ; steuerbetrag ; montant tva ; cuota(?: iva)? ; kwota vat ; importo iva ;
    wartosc vat`,
  amount: patterns`
    (?:net |line |total )?amount ; (?:line )?total(?: price| net| excl\S*| \(?[a-z]{3}\)?)? ;
    ext(?:ended|\.)?(?: price)? ; sum ; value ; net(?: value| price)? ; gesamt(?:preis)?(?: netto)? ; betrag ;
    summe ; g-?preis ; gp ; netto(?:betrag)? ; montant(?: ht)? ; total ht ; importe ; importo ; totale ; bedrag ;
    totaal ; wartosc(?: netto)? ; kwota(?: netto)? ; belopp ; summa ; valor ; subtotal ; price ; preis`,
  gross: patterns`
    gross(?: amount| value)? ; brutto(?:betrag)? ; (?:total|montant) ttc ; ttc ; wartosc brutto ; amount incl\S* ;
    total incl\S*`,
  date: patterns`
    date ; datum ; data ; fecha`,
};
