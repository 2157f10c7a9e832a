export interface Node {
  name: string;
  path: string;
  children?: unknown;
}

export type Crumbs = { name: string; path: string }[];

/** From the root to the category with this path; empty when there is none. */
export function lineOf(nodes: readonly Node[], path: string): Crumbs {
  for (const node of nodes) {
    const { name } = node;
    if (node.path === path) return [{ name, path }];
    if (!path.startsWith(`${node.path}/`)) continue;
    const below = lineOf((node.children ?? []) as Node[], path);
    if (below.length > 0) return [{ name, path: node.path }, ...below];
  }
  return [];
}
