// A drawn picture of people, as a PNG: no photograph of anybody.
import { deflateSync } from 'node:zlib';

function crc(bytes) {
  let c = ~0;
  for (const b of bytes) {
    c ^= b;
    for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (0xedb88320 & -(c & 1));
  }
  return ~c >>> 0;
}
function chunk(type, data) {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  data.copy(out, 8);
  out.writeUInt32BE(crc(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}

/** @returns {png, people}: the file, and where the heads are, as shares of width and height. */
export function crowd(count, width = 1200, height = 800) {
  const rows = Buffer.alloc(height * (1 + 3 * width), 205), people = [], columns = Math.ceil(Math.sqrt((count * width) / height));
  for (let y = 0; y < height; y++) rows[y * (1 + 3 * width)] = 0;
  const dot = (x, y, colour) => { if (x >= 0 && y >= 0 && x < width && y < height) rows.set(colour, y * (1 + 3 * width) + 1 + 3 * x); };
  for (let i = 0; i < count; i++) {
    const step = width / columns, lines = Math.ceil(count / columns);
    const x = Math.round(step * (0.5 + (i % columns)) + ((i * 37) % 17) - 8), y = Math.round((height / lines) * (0.35 + Math.floor(i / columns)) + ((i * 53) % 13) - 6), r = Math.round(Math.min(step, height / lines) / 7);
    people.push({ x: x / width, y: y / height });
    for (let dy = -r; dy <= 4 * r; dy++)
      for (let dx = -r - 2; dx <= r + 2; dx++)
        if (dy > r) dot(x + dx, y + dy, [58, 70, 92]);
        else if (dx * dx + dy * dy <= r * r) dot(x + dx, y + dy, [168, 132, 112]);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return { people, png: Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 6 })), chunk('IEND', Buffer.alloc(0))]) };
}
