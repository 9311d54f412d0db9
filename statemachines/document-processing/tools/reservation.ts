import { Terminal } from '../../../lib/engine/errors.ts';

/** What holds an entry of the books. */
interface Holder {
  supplier: string;
  invoice: string;
  key: string;
}

/** A reservation names its entry and the key that holds it, so that it can be released knowing nothing else. */
export const reservationOf = ({ supplier, invoice, key }: Holder): string =>
  [supplier, invoice, key].map(encodeURIComponent).join('/');

/** Throws Terminal `UnknownReservation` for anything that is none. */
export function readReservation(reservation: string): Holder {
  const [supplier, invoice, key] = reservation.split('/').map(decodeURIComponent);
  if (supplier === undefined || invoice === undefined || !key) throw unknownReservation(reservation);
  return { supplier, invoice, key };
}

export const unknownReservation = (reservation: string): Terminal =>
  new Terminal(`the books hold no reservation ${reservation}`, 'UnknownReservation');
