/**
 * The minimum cost of a graph walk: its cyclic components and its longest chain, over numbers in typed arrays.
 * @param arrows consumer and provider of each, one after the other
 */
export function graphFloor(nodes: number, arrows: Int32Array): { readonly circles: number; readonly longest: number } {
  const { first, next } = adjacency(nodes, arrows);
  const index = new Int32Array(nodes);
  const low = new Int32Array(nodes);
  const at = Int32Array.from(first);
  const depth = new Int32Array(nodes);
  const isOpen = new Uint8Array(nodes);
  const open = new Int32Array(nodes);
  const path = new Int32Array(nodes);
  let [visited, opened, circles, longest] = [0, 0, 0, 0];
  for (let root = 0; root < nodes; root += 1) {
    if (index[root] !== 0) continue;
    let length = 0;
    const enter = (node: number) => {
      visited += 1;
      index[node] = low[node] = visited;
      isOpen[node] = 1;
      open[opened++] = node;
      path[length++] = node;
    };
    enter(root);
    while (length > 0) {
      const node = Number(path[length - 1]);
      const place = Number(at[node]);
      if (place < Number(first[node + 1])) {
        at[node] = place + 1;
        const other = Number(next[place]);
        if (index[other] === 0) enter(other);
        else if (isOpen[other] === 1) low[node] = Math.min(Number(low[node]), Number(index[other]));
        else depth[node] = Math.max(Number(depth[node]), Number(depth[other]) + 1);
        continue;
      }
      length -= 1;
      const parent = length > 0 ? Number(path[length - 1]) : -1;
      longest = Math.max(longest, Number(depth[node]));
      if (parent !== -1) {
        low[parent] = Math.min(Number(low[parent]), Number(low[node]));
        depth[parent] = Math.max(Number(depth[parent]), Number(depth[node]) + 1);
      }
      if (low[node] !== index[node]) continue;
      let size = 0;
      for (let member = -1; member !== node; size += 1) {
        member = Number(open[--opened]);
        isOpen[member] = 0;
      }
      if (size > 1) circles += 1;
    }
  }
  return { circles, longest };
}

/** The offset of each node's arrows, and their targets. */
function adjacency(nodes: number, arrows: Int32Array) {
  const first = new Int32Array(nodes + 1);
  for (let place = 0; place < arrows.length; place += 2)
    first[Number(arrows[place]) + 1] = Number(first[Number(arrows[place]) + 1]) + 1;
  for (let node = 0; node < nodes; node += 1) first[node + 1] = Number(first[node + 1]) + Number(first[node]);
  const filled = Int32Array.from(first);
  const next = new Int32Array(arrows.length / 2);
  for (let place = 0; place < arrows.length; place += 2) {
    const node = Number(arrows[place]);
    next[Number(filled[node])] = Number(arrows[place + 1]);
    filled[node] = Number(filled[node]) + 1;
  }
  return { first, next };
}
