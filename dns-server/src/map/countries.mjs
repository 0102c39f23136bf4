// The outlines that `popdns map` draws, from npm's world-atlas: node countries.mjs FOLDER-OF-THE-PACKAGE >countries.txt
//
// Natural Earth's 110 m countries are the outlines. A country of ISO 3166-1 that has none of its own there is one point, the
// middle of its largest part in the 10 m outlines, or where that has none either, where BY_HAND says. Degrees become tenths.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// ISO 3166-1: each numeric code with its alpha-2 code. Natural Earth numbers its countries so.
const ISO_3166_1 = `
  004AF 008AL 010AQ 012DZ 016AS 020AD 024AO 028AG 031AZ 032AR 036AU 040AT 044BS 048BH 050BD 051AM 052BB 056BE 060BM 064BT 068BO
  070BA 072BW 074BV 076BR 084BZ 086IO 090SB 092VG 096BN 100BG 104MM 108BI 112BY 116KH 120CM 124CA 132CV 136KY 140CF 144LK 148TD
  152CL 156CN 158TW 162CX 166CC 170CO 174KM 175YT 178CG 180CD 184CK 188CR 191HR 192CU 196CY 203CZ 204BJ 208DK 212DM 214DO 218EC
  222SV 226GQ 231ET 232ER 233EE 234FO 238FK 239GS 242FJ 246FI 248AX 250FR 254GF 258PF 260TF 262DJ 266GA 268GE 270GM 275PS 276DE
  288GH 292GI 296KI 300GR 304GL 308GD 312GP 316GU 320GT 324GN 328GY 332HT 334HM 336VA 340HN 344HK 348HU 352IS 356IN 360ID 364IR
  368IQ 372IE 376IL 380IT 384CI 388JM 392JP 398KZ 400JO 404KE 408KP 410KR 414KW 417KG 418LA 422LB 426LS 428LV 430LR 434LY 438LI
  440LT 442LU 446MO 450MG 454MW 458MY 462MV 466ML 470MT 474MQ 478MR 480MU 484MX 492MC 496MN 498MD 499ME 500MS 504MA 508MZ 512OM
  516NA 520NR 524NP 528NL 531CW 533AW 534SX 535BQ 540NC 548VU 554NZ 558NI 562NE 566NG 570NU 574NF 578NO 580MP 581UM 583FM 584MH
  585PW 586PK 591PA 598PG 600PY 604PE 608PH 612PN 616PL 620PT 624GW 626TL 630PR 634QA 638RE 642RO 643RU 646RW 652BL 654SH 659KN
  660AI 662LC 663MF 666PM 670VC 674SM 678ST 682SA 686SN 688RS 690SC 694SL 702SG 703SK 704VN 705SI 706SO 710ZA 716ZW 724ES 728SS
  729SD 732EH 740SR 744SJ 748SZ 752SE 756CH 760SY 762TJ 764TH 768TG 772TK 776TO 780TT 784AE 788TN 792TR 795TM 796TC 798TV 800UG
  804UA 807MK 818EG 826GB 831GG 832JE 833IM 834TZ 840US 850VI 854BF 858UY 860UZ 862VE 876WF 882WS 887YE 894ZM`;
const ALPHA_2 = new Map(ISO_3166_1.trim().split(/\s+/).map((code) => [code.slice(0, 3), code.slice(3)]));

// What Natural Earth draws apart and ISO 3166-1 has no code for: Cyprus and Somalia are whole there, XK is what databases write.
const WITHOUT_CODE = new Map([['N. Cyprus', 'CY'], ['Somaliland', 'SO'], ['Kosovo', 'XK']]);

// What has a code of its own and is part of a country here.
const PARTS = [
  { of: 'FR', code: 'GF', has: ([lon]) => lon < -50 },
  { of: 'NO', code: 'SJ', has: ([, lat]) => lat > 74 },
];

// What no outline has.
const BY_HAND = {
  BQ: [-68.3, 12.2], BV: [3.4, -54.4], CC: [96.8, -12.2], CX: [105.6, -10.5], GP: [-61.6, 16.2], MQ: [-61, 14.6], RE: [55.5, -21.1],
  TK: [-171.8, -9.2], YT: [45.2, -12.8],
};

function countries(file) {
  const { arcs, transform, objects } = JSON.parse(readFileSync(file, 'utf8'));
  const lines = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
      [x, y] = [x + dx, y + dy];
      return [x * transform.scale[0] + transform.translate[0], y * transform.scale[1] + transform.translate[1]];
    });
  });
  const ring = (indexes) =>
    indexes.flatMap((index) => (index < 0 ? lines[~index].toReversed() : lines[index]).slice(1));
  return objects.countries.geometries.flatMap(({ type, arcs, id, properties }) => {
    const code = ALPHA_2.get(id) ?? WITHOUT_CODE.get(properties.name);
    return code ? (type === 'Polygon' ? [arcs] : arcs).flat().map((indexes) => ({ code, ring: ring(indexes) })) : [];
  });
}

// Rings that go over the 180th meridian, or around the pole, become rings of the plane.
function plane(ring) {
  const around = [];
  let turns = 0;
  ring.forEach(([lon, lat], i) => {
    const before = i === 0 ? lon : ring[i - 1][0];
    turns += lon - before > 180 ? -1 : lon - before < -180 ? 1 : 0;
    around.push([lon + 360 * turns, lat]);
  });
  const last = ring.at(-1)[0];
  const closing = ring[0][0] - last > 180 ? -1 : ring[0][0] - last < -180 ? 1 : 0;
  if (turns + closing !== 0) {
    return [aroundThePole(ring)];
  }
  return [-360, 0, 360]
    .map((shift) => around.map(([lon, lat]) => [lon + shift, lat]))
    .map((shifted) => cut(cut(shifted, 180, -1), -180, 1))
    .filter((piece) => piece.length > 2);
}

function aroundThePole(ring) {
  const seam = ring.findIndex(([lon], i) => Math.abs(lon - ring.at(i - 1)[0]) > 180);
  const open = [...ring.slice(seam), ...ring.slice(0, seam)];
  const side = Math.sign(open[0][0]) * 180;
  return [[side, open[0][1]], ...open, [-side, open.at(-1)[1]], [-side, -90], [side, -90]];
}

// What of a ring is on one side of a meridian.
function cut(ring, meridian, side) {
  const inside = ([lon]) => (lon - meridian) * side >= 0;
  return ring.flatMap((point, i) => {
    const before = ring.at(i - 1);
    const crossing =
      inside(point) === inside(before)
        ? []
        : [[meridian, before[1] + ((point[1] - before[1]) * (meridian - before[0])) / (point[0] - before[0])]];
    return inside(point) ? [...crossing, point] : crossing;
  });
}

function tenth([lon, lat]) {
  return [Math.round(lon * 10), Math.round(lat * 10)];
}

function tenths(ring) {
  const rounded = ring.map(tenth);
  return rounded.filter(([x, y], i) => x !== rounded.at(i - 1)[0] || y !== rounded.at(i - 1)[1]);
}

function area(ring) {
  return ring.reduce((sum, [x, y], i) => sum + (ring.at(i - 1)[0] * y - x * ring.at(i - 1)[1]) / 2, 0);
}

function middle(ring) {
  const sums = ring.reduce(
    ([sumX, sumY], [x, y], i) => {
      const [px, py] = ring.at(i - 1);
      const cross = px * y - x * py;
      return [sumX + (px + x) * cross, sumY + (py + y) * cross];
    },
    [0, 0],
  );
  // The Vatican is no more than a line in whole steps of the file.
  return area(ring) === 0 ? ring[0] : sums.map((sum) => sum / (6 * area(ring)));
}

const folder = process.argv[2];
const rings = countries(join(folder, 'countries-110m.json'))
  .flatMap(({ code, ring }) => {
    const part = PARTS.find(({ of, has }) => of === code && ring.every(has));
    return plane(ring).map((piece) => ({ code: part?.code ?? code, ring: tenths(piece) }));
  })
  .filter(({ ring }) => ring.length > 2);
const drawn = new Set(rings.map(({ code }) => code));
const fine = countries(join(folder, 'countries-10m.json'));
for (const code of ALPHA_2.values()) {
  if (!drawn.has(code)) {
    const parts = fine.filter((part) => part.code === code).map(({ ring }) => ring);
    const largest = parts.toSorted((one, other) => Math.abs(area(other)) - Math.abs(area(one)))[0];
    rings.push({ code, ring: [tenth(largest ? middle(largest) : BY_HAND[code])] });
  }
}
rings.sort((one, other) => (one.code < other.code ? -1 : one.code > other.code ? 1 : 0));
for (const { code, ring } of rings) {
  const steps = ring.map(([x, y], i) => (i === 0 ? `${x} ${y}` : `${x - ring[i - 1][0]} ${y - ring[i - 1][1]}`));
  console.log(`${code} ${steps.join(' ')}`);
}
