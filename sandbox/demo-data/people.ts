/** Fictitious people. */
export type Person = { readonly name: string; readonly login: string; readonly number: number };

const names = [
  "Ada Lindqvist",
  "Tomasz Wrona",
  "Priya Raman",
  "Jonas Feldkamp",
  "Leïla Benhaddou",
  "Marcus Oduya",
  "Yuki Tanabe",
  "Elena Brancaleoni",
  "Samir Khoury",
  "Hannah Steinwender",
  "Duarte Vilela",
  "Ngozi Amadi",
  "Oskar Nyberg",
  "Mei-Ling Chou",
  "Rafael Quintana",
  "Ingrid Solheim",
  "Paolo Terranova",
  "Anouk Verstappel",
  "Kwame Darko",
  "Zofia Malec",
  "Aylin Demirkan",
  "Finn O'Rourke",
  "Noa Shalev",
  "Matteo Rigoni",
  "Sunniva Haug",
  "Ivan Petkov",
  "Clara Weißmann",
  "Dai Nguyen",
  "Birgit Aalto",
  "Emre Yalçın",
  "Tamar Gelashvili",
  "Luis Arrieta",
  "Hedda Nørgaard",
  "Kofi Boateng",
  "Signe Lauritzen",
] as const;

const people: readonly Person[] = names.map((name, index) => ({ name, login: loginOf(name), number: index + 1 }));

/** Five people for each of seven teams. @param team 0 to 6 */
export function membersOf(team: number): readonly Person[] {
  return people.slice(team * 5, team * 5 + 5);
}

function loginOf(name: string): string {
  return name
    .normalize("NFD")
    .replaceAll("ß", "ss")
    .replaceAll("ı", "i")
    .replaceAll(/[^A-Za-z ]/gu, "")
    .toLowerCase()
    .replace(" ", "-");
}
