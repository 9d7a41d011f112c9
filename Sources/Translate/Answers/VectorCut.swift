import Schema

/// Cuts vectors: the first numbers, stretched to length 1 again.
///
/// Models trained for it keep most of their meaning in the first numbers.
enum VectorCut {
    /// The first numbers of a vector; the vector as it is when it has no more, or `count` is not above 0.
    static func cut(_ vector: JSON, to count: Int) -> JSON {
        guard let numbers = vector.array, count > 0, count < numbers.count else { return vector }
        let kept = numbers.prefix(count).map { $0.double ?? 0 }
        let length = kept.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return .array(kept.map { .number(length > 0 ? $0 / length : $0) })
    }
}
