/** A struct as Thrift's binary protocol carries it: values by field number. */
export type Struct = Map<number, Value>
export type Value = boolean | number | bigint | Buffer | Struct | Value[]

/** Reads one struct (Apache Thrift, TBinaryProtocol), without knowing its definition. */
export function readStruct(bytes: Buffer): Struct {
  return new Reader(bytes).struct()
}

class Reader {
  private at = 0
  constructor(private readonly bytes: Buffer) {}

  struct(): Struct {
    const fields: Struct = new Map()
    for (let type = this.byte(); type !== 0; type = this.byte()) {
      const id = this.bytes.readInt16BE(this.skip(2))
      fields.set(id, this.value(type))
    }
    return fields
  }

  private value(type: number): Value {
    switch (type) {
      case 2:
        return this.byte() === 1
      case 3:
        return this.byte()
      case 4:
        return this.bytes.readDoubleBE(this.skip(8))
      case 6:
        return this.bytes.readInt16BE(this.skip(2))
      case 8:
        return this.bytes.readInt32BE(this.skip(4))
      case 10:
        return this.bytes.readBigUInt64BE(this.skip(8))
      case 11: {
        const length = this.bytes.readInt32BE(this.skip(4))
        return this.bytes.subarray(this.skip(length), this.at)
      }
      case 12:
        return this.struct()
      case 15: {
        const item = this.byte()
        const length = this.bytes.readInt32BE(this.skip(4))
        return Array.from({ length }, () => this.value(item))
      }
      default:
        throw new Error(`Thrift type ${type} is not used by Jaeger.`)
    }
  }

  private byte(): number {
    return this.bytes.readUInt8(this.skip(1))
  }

  /** Where what is read begins; the position moves past it. */
  private skip(length: number): number {
    this.at += length
    return this.at - length
  }
}
