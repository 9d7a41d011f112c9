/// How the numbers of a tensor are stored: in blocks of so many numbers and bytes.
///
/// Source: ggml, `include/ggml.h`, `ggml_type`; `gguf-py/gguf/constants.py`, `GGML_QUANT_SIZES`.
struct GGUFTensorType: Hashable {
    /// The numbers of one block.
    let blockLength: Int
    /// The bytes of one block.
    let blockSize: Int

    /// Looks a type up; `nil` for one that came up later than this table.
    init?(number: UInt32) {
        guard let (length, size) = Self.blocks[number] else { return nil }
        blockLength = length
        blockSize = size
    }

    /// The bytes of so many numbers; `nil` when there is no such size.
    func size(of count: Int) -> Int? {
        let (size, overflow) = (count / blockLength).multipliedReportingOverflow(by: blockSize)
        return overflow ? nil : size
    }

    /// The types that are repacked for this processor: Q4_0, Q4_K, IQ4_NL and MXFP4; on ARM also Q8_0, Q5_K and Q6_K.
    ///
    /// Source: llama.cpp, `ggml/src/ggml-cpu/repack.cpp`, for processors with AVX2, and ARM's with dot products.
    static let repacked: Set<UInt32> = {
        #if arch(arm64)
        [2, 8, 12, 13, 14, 20, 39]
        #elseif arch(x86_64)
        [2, 12, 20, 39]
        #else
        []
        #endif
    }()

    private static let blocks: [UInt32: (length: Int, size: Int)] = [
        0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36),
        10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292), 16: (256, 66),
        17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82), 23: (256, 136),
        24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2), 34: (256, 54),
        35: (256, 66), 39: (32, 17), 40: (64, 36), 41: (128, 18), 42: (64, 18),
    ]
}
