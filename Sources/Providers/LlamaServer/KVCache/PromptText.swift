import NIOCore
import Schema

/// Finding out the tokens of a chat request from what a child answers, without making a tree of it: prompts are long.
///
/// Source: llama.cpp, `post_apply_template` and `post_tokenize` in `tools/server/server-context.cpp`: a chat prompt is
/// tokenised with `add_special` and `parse_special`.
enum PromptText {
    /// The body for `/tokenize` from the answer of `/apply-template`; `nil` when that is not what was expected.
    static func question(from answer: ChildAnswer) -> ByteBuffer? {
        guard answer.status == 200, let prompt = member("prompt", of: answer.body) else { return nil }
        var question = ByteBuffer(string: #"{"add_special":true,"parse_special":true,"content":"#)
        question.writeImmutableBuffer(prompt)
        question.writeString("}")
        return question
    }

    /// The tokens in the answer of `/tokenize`; `nil` when that is not what was expected.
    static func tokens(from answer: ChildAnswer) -> [Int32]? {
        guard answer.status == 200, let list = member("tokens", of: answer.body) else { return nil }
        return list.withUnsafeReadableBytes { bytes in
            var tokens: [Int32] = []
            tokens.reserveCapacity(bytes.count / 5)
            var scanner = JSONScanner(bytes)
            guard scanner.take(UInt8(ascii: "[")) else { return nil }
            if scanner.take(UInt8(ascii: "]")) { return tokens }
            repeat {
                scanner.skipBlanks()
                guard let number = try? scanner.value(),
                    let token = Int32(String(decoding: bytes[number], as: UTF8.self))
                else { return nil }
                tokens.append(token)
            } while scanner.take(UInt8(ascii: ","))
            return tokens
        }
    }

    /// The bytes of a member's value, as they stand in an object.
    private static func member(_ key: StaticString, of body: ByteBuffer) -> ByteBuffer? {
        let range = body.withUnsafeReadableBytes { bytes -> Range<Int>? in
            var scanner = JSONScanner(bytes)
            guard scanner.take(UInt8(ascii: "{")) else { return nil }
            repeat {
                guard let name = try? scanner.string(), scanner.take(UInt8(ascii: ":")),
                    let value = try? scanner.value(depth: 1)
                else { return nil }
                if bytes[name].elementsEqual(UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)) {
                    return value
                }
            } while scanner.take(UInt8(ascii: ","))
            return nil
        }
        return range.flatMap { body.getSlice(at: body.readerIndex + $0.lowerBound, length: $0.count) }
    }
}
