import { DOCUMENT_ID } from '../document';
import { LAYER_TYPES, type LayerType } from '../layer';
import { LAYER_TRAITS } from '../layer-traits';
import type { PluginRun } from '../plugin-run';
import { BaseMembers } from './base-members';
import { ChildrenMembers } from './children-members';
import { ComponentMembers } from './component-members';
import { DocumentMembers } from './document-node';
import { FillMembers } from './fill-members';
import { InstanceMembers } from './instance-members';
import { ConnectorMembers, LabelBackgroundMembers, LabelledMembers } from './label-members';
import { bindNode } from './node-internals';
import { PageMembers } from './page-node';
import { ResizeMembers } from './resize-members';
import { StrokeMembers } from './stroke-members';
import { TableCellMembers, TableMembers } from './table-members';
import { TextMembers } from './text-members';
import { VectorMembers } from './vector-members';

/** A class whose members read everything they need from `node-internals`. */
type MemberGroup = abstract new () => object;

/** Their size follows from what is in them, or from where they are put. */
const UNSIZED: readonly LayerType[] = [
  'STICKY',
  'CONNECTOR',
  'TABLE',
  'TABLE_CELL',
  'SLIDE',
  'SLIDE_ROW',
  'SLIDE_GRID',
];

const LABELLED: readonly LayerType[] = ['STICKY', 'SHAPE_WITH_TEXT', 'CONNECTOR'];

/** One prototype for each kind of node, with the members that Figma gives this kind and no others. */
const PROTOTYPES: Readonly<Record<LayerType | 'PAGE' | 'DOCUMENT', object>> = {
  ...(Object.fromEntries(
    LAYER_TYPES.map((type) => [type, prototypeOf(...memberGroupsOf(type))]),
  ) as Record<LayerType, object>),
  PAGE: prototypeOf(PageMembers, ChildrenMembers),
  DOCUMENT: prototypeOf(DocumentMembers),
};

/** Node objects of one plugin run, one for each layer, however often it is asked for. */
export class NodeFactory {
  readonly #run: PluginRun;
  readonly #nodes = new Map<string, object>();

  constructor(run: PluginRun) {
    this.#run = run;
  }

  /** The node with this id, or null when the document has none. */
  nodeOf(id: string): BaseNode | null {
    const layer = this.#run.document.layer(id);
    if (layer) return this.#get(id, layer.type);
    if (id === DOCUMENT_ID) return this.#get(id, 'DOCUMENT');
    return this.#run.document.page(id) ? this.#get(id, 'PAGE') : null;
  }

  /** @throws Error when the document has no such layer. */
  layerNode(id: string): SceneNode {
    const node = this.nodeOf(id);
    if (!node) throw new Error(`The node with id "${id}" does not exist`);
    return node as SceneNode;
  }

  #get(id: string, type: keyof typeof PROTOTYPES): BaseNode {
    const known = this.#nodes.get(id);
    // A node has the part of Figma's members that the stand-in models; this is where it is taken for one.
    if (known) return known as BaseNode;
    const node: object = Object.create(PROTOTYPES[type]) as object;
    bindNode(node, { run: this.#run, id, type });
    Object.preventExtensions(node);
    this.#nodes.set(id, node);
    return node as BaseNode;
  }
}

function memberGroupsOf(type: LayerType): MemberGroup[] {
  const traits = LAYER_TRAITS[type];
  if (type === 'TABLE_CELL') return [FillMembers, TableCellMembers, LabelledMembers];
  if (type === 'TEXT_SUBLAYER') return [FillMembers, TextMembers];
  if (type === 'LABEL_SUBLAYER') return [LabelBackgroundMembers];
  return [
    BaseMembers,
    ...(UNSIZED.includes(type) ? [] : [ResizeMembers]),
    ...(traits.hasFills ? [FillMembers] : []),
    ...(traits.hasStrokes ? [StrokeMembers] : []),
    ...(traits.hasChildren ? [ChildrenMembers] : []),
    ...(type === 'TEXT' ? [TextMembers] : []),
    ...(type === 'VECTOR' ? [VectorMembers] : []),
    ...(type === 'COMPONENT' ? [ComponentMembers] : []),
    ...(type === 'INSTANCE' ? [InstanceMembers] : []),
    ...(type === 'TABLE' ? [TableMembers] : []),
    ...(LABELLED.includes(type) ? [LabelledMembers] : []),
    ...(type === 'CONNECTOR' ? [ConnectorMembers] : []),
  ];
}

function prototypeOf(...groups: MemberGroup[]): object {
  const prototype = {};
  for (const group of groups) {
    const members = Object.getOwnPropertyDescriptors(group.prototype as object);
    for (const [name, descriptor] of Object.entries(members)) {
      if (name !== 'constructor') Object.defineProperty(prototype, name, descriptor);
    }
  }
  return prototype;
}
