import Testing

@testable import Providers

@Suite struct `XXH64` {
    // From the package xxhash 3, which binds the reference implementation.
    @Test(arguments: [
        ("", 0xef46_db37_51d8_e999),
        ("a", 0xd24e_c4f1_a98c_6e5b),
        ("abc", 0x44bc_2cf5_ad77_0999),
        ("message digest", 0x066e_d728_fcee_b3be),
        ("abcdefghijklmnopqrstuvwxyz", 0xcfe1_f278_fa89_835c),
    ])
    func `gives the known hashes of short texts`(_ text: String, _ expected: UInt64) {
        let hash = Array(text.utf8).withUnsafeBytes(XXHash64.hash(of:))
        #expect(hash == expected)
    }

    @Test(arguments: [
        (1, 0x1f25_c8d0_bc1f_4bb6, 0x79cf_94f5_ace3_7fe1),
        (4, 0x9bb6_4b7d_66ee_9fda, 0x4a86_2fbb_4b73_776e),
        (7, 0x9a7b_1499_59ce_60d8, 0xddc5_cf71_d37a_6368),
        (31, 0xa2aa_5f33_cc4a_6119, 0x3818_22f3_3376_d6b6),
        (32, 0x23c3_c17e_f790_fd97, 0x9abd_3154_70ac_276a),
        (33, 0x50a7_cfc7_ba58_8784, 0x72cd_d326_2f46_7933),
        (63, 0x5e3e_54b4_31c7_493c, 0x634d_a7d2_6597_9e61),
        (64, 0x0eb6_4b3e_f6ee_b01f, 0xbcb3_847d_7052_5180),
        (1000, 0x5f23_5fa0_33f1_a3fb, 0x8308_0310_ee83_cc20),
    ])
    func `gives the known hashes at every length of the rest, with and without seed`(
        _ count: Int,
        _ plain: UInt64,
        _ seeded: UInt64
    ) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) }
        var hash = XXHash64()
        var other = XXHash64(seed: 0x9e37_79b1)
        bytes.withUnsafeBytes { bytes in
            hash.update(bytes)
            other.update(bytes)
        }
        #expect(hash.value == plain)
        #expect(other.value == seeded)
    }

    @Test(arguments: [1, 7, 31, 32, 33, 999])
    func `does not depend on the pieces`(_ size: Int) {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) }
        var hash = XXHash64()
        for start in stride(from: 0, to: 1000, by: size) {
            Array(bytes[start..<min(start + size, 1000)]).withUnsafeBytes { hash.update($0) }
        }
        #expect(hash.value == 0x5f23_5fa0_33f1_a3fb)
    }
}
