import { frozenCopy } from '../frozen-copy';
import type { LayerRecord } from '../layer';
import { withPluginData } from '../plugin-data';
import { changeLayer, internalsOf, layerToRead, layerToWrite } from './node-internals';

/** Figma's limit for the description beside a relaunch button. */
const RELAUNCH_TEXT_LIMIT = 1000;

type Members = Pick<
  RectangleNode,
  | 'id'
  | 'name'
  | 'parent'
  | 'removed'
  | 'remove'
  | 'toString'
  | 'visible'
  | 'locked'
  | 'x'
  | 'y'
  | 'width'
  | 'height'
  | 'absoluteBoundingBox'
  | 'setRelaunchData'
  | 'getRelaunchData'
  | 'setPluginData'
  | 'getPluginData'
  | 'getPluginDataKeys'
>;

/** What every layer has. */
export class BaseMembers implements Members {
  get id(): string {
    return internalsOf(this).id;
  }

  get type(): NodeType {
    // Cells and labels have no base members.
    return internalsOf(this).type as NodeType;
  }

  get removed(): boolean {
    const { run, id } = internalsOf(this);
    return run.document.layer(id) === undefined;
  }

  get parent(): Members['parent'] {
    const { parentId, pageId } = layerToRead(this, 'get_parent');
    const { run } = internalsOf(this);
    return run.nodes.nodeOf(parentId ?? pageId) as Members['parent'];
  }

  get name(): string {
    return layerToRead(this, 'get_name').name;
  }
  set name(value: string) {
    setMember(this, 'name', value, 'string');
  }

  get visible(): boolean {
    return layerToRead(this, 'get_visible').visible;
  }
  set visible(value: boolean) {
    setMember(this, 'visible', value, 'boolean');
  }

  get locked(): boolean {
    return layerToRead(this, 'get_locked').locked;
  }
  set locked(value: boolean) {
    setMember(this, 'locked', value, 'boolean');
  }

  get x(): number {
    return layerToRead(this, 'get_x').x;
  }
  set x(value: number) {
    setMember(this, 'x', value, 'number');
  }

  get y(): number {
    return layerToRead(this, 'get_y').y;
  }
  set y(value: number) {
    setMember(this, 'y', value, 'number');
  }

  get width(): number {
    return layerToRead(this, 'get_width').width;
  }

  get height(): number {
    return layerToRead(this, 'get_height').height;
  }

  get absoluteBoundingBox(): Rect {
    const { width, height } = layerToRead(this, 'get_absoluteBoundingBox');
    const { run, id } = internalsOf(this);
    return frozenCopy({ ...run.document.absolutePosition(id), width, height });
  }

  remove(): void {
    const { sourceId, type } = layerToWrite(this, 'remove');
    if (sourceId !== null && type !== 'INSTANCE') {
      throw new Error('in remove: Layers inside an instance cannot be removed');
    }
    const { run, id } = internalsOf(this);
    run.document.discardLayer(id);
  }

  // Figma allows the next ones without the right to edit, so only existence is checked.

  setRelaunchData(data: { [command: string]: string }): void {
    layerToRead(this, 'setRelaunchData');
    for (const description of Object.values(data)) {
      if (typeof description !== 'string') {
        throw new Error('in setRelaunchData: descriptions must be strings');
      }
      if (description.length > RELAUNCH_TEXT_LIMIT) {
        throw new Error(
          `in setRelaunchData: a description is longer than ${RELAUNCH_TEXT_LIMIT} characters`,
        );
      }
    }
    changeLayer(this, { relaunchData: data });
  }

  getRelaunchData(): { [command: string]: string } {
    return { ...layerToRead(this, 'getRelaunchData').relaunchData };
  }

  setPluginData(key: string, value: string): void {
    const { pluginData } = layerToRead(this, 'setPluginData');
    changeLayer(this, { pluginData: withPluginData(pluginData, key, value) });
  }

  getPluginData(key: string): string {
    return layerToRead(this, 'getPluginData').pluginData[key] ?? '';
  }

  getPluginDataKeys(): string[] {
    return Object.keys(layerToRead(this, 'getPluginDataKeys').pluginData);
  }

  toString(): string {
    return `[${this.type} ${this.id}]`;
  }
}

function setMember<K extends 'name' | 'visible' | 'locked' | 'x' | 'y'>(
  node: object,
  key: K,
  value: LayerRecord[K],
  type: 'string' | 'boolean' | 'number',
): void {
  layerToWrite(node, `set_${key}`);
  if (typeof value !== type || Number.isNaN(value)) {
    throw new Error(`in set_${key}: Expected ${type}, received ${String(value)}`);
  }
  changeLayer(node, { [key]: value });
}
