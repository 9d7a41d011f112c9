/// A small generator of random numbers that gives the same numbers for the same seed everywhere.
///
/// Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number between zero and this one, both included.
    mutating func number(upTo last: Int) -> Int { Int(next() % UInt64(last + 1)) }

    /// Whether something happens that happens this many times in a hundred.
    mutating func happens(_ percent: Int) -> Bool { number(upTo: 99) < percent }

    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[number(upTo: choices.count - 1)] }
}
