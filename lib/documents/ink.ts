import type { Gray } from './raster.ts';

// Called for every pixel: looked up once.
const { floor, max, min } = Math;

/** The usual height of a letter in pixels, from the connected shapes of ink; undefined when there are too few to say. */
export function inkHeight(image: Gray): number | undefined {
  const heights = shapes(image)
    .filter(
      ({ width, height }) => height >= 5 && height <= image.height / 12 && width <= height * 4 && width >= height * 0.2,
    )
    .map(({ height }) => height)
    .sort((a, b) => a - b);
  return heights.length < 30 ? undefined : heights[floor(heights.length * 0.5)];
}

type Run = { from: number; to: number; shape: number };

/** Boxes of the connected dark shapes, found row by row by joining runs that touch. */
function shapes({ width, height, data }: Gray): { width: number; height: number }[] {
  const boxes: { left: number; right: number; top: number; bottom: number; into?: number }[] = [];
  const root = (i: number): number => (boxes[i]!.into === undefined ? i : root(boxes[i]!.into!));
  let above: Run[] = [];
  for (let y = 0; y < height; y++) {
    const runs = runsOf(data, y * width, width);
    let first = 0;
    for (const run of runs) {
      while (first < above.length && above[first]!.to < run.from - 1) first++;
      for (let k = first; k < above.length && above[k]!.from <= run.to + 1; k++)
        run.shape = join(boxes, root, run.shape, above[k]!.shape);
      if (run.shape < 0) run.shape = boxes.push({ left: run.from, right: run.to, top: y, bottom: y }) - 1;
      const box = boxes[root(run.shape)]!;
      box.left = min(box.left, run.from);
      box.right = max(box.right, run.to);
      box.bottom = y;
    }
    above = runs;
  }
  return boxes
    .filter((box) => box.into === undefined)
    .map((box) => ({ width: box.right - box.left + 1, height: box.bottom - box.top + 1 }));
}

function runsOf(data: Uint8Array, row: number, width: number): Run[] {
  const runs: Run[] = [];
  for (let x = 0; x < width; x++) {
    if (data[row + x]! >= 140) continue;
    const from = x;
    while (x < width && data[row + x]! < 140) x++;
    runs.push({ from, to: x - 1, shape: -1 });
  }
  return runs;
}

type Boxes = { left: number; right: number; top: number; bottom: number; into?: number }[];

function join(boxes: Boxes, root: (i: number) => number, a: number, b: number): number {
  const [one, other] = [a < 0 ? root(b) : root(a), root(b)];
  if (one === other) return one;
  const [keep, gone] = [boxes[one]!, boxes[other]!];
  keep.left = min(keep.left, gone.left);
  keep.right = max(keep.right, gone.right);
  keep.top = min(keep.top, gone.top);
  gone.into = one;
  return one;
}
