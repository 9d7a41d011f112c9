// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

/// Targets stand from leaf to root; dependencies point upwards only.
let package = Package(
    name: "paddock",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "paddock", targets: ["paddock"]),
        .library(name: "API", targets: ["API"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // Without its default trait: no Foundation in the server (docs/decisions/0002-no-foundation.md).
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        // Paths as swift-subprocess takes them.
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        // libyaml's event calls, from Debian's libyaml-dev.
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        // libcurl, from Debian's libcurl4-openssl-dev; loaded when it is needed, not linked.
        .target(name: "CCurl"),
        // Calls of the operating system that Swift cannot make by itself.
        .target(name: "CPlatform"),
        // The API pages' vendored scripts and styles, as bytes in the program.
        .target(name: "CPages", exclude: ["assets"]),
        // A value of JSON, fields with limits, checks that report every violation with its place.
        .target(name: "Schema", swiftSettings: settings),
        // Bytes on the wire: server and upstream connections.
        .target(name: "HTTP", dependencies: [nioCore, nioPosix, nioHTTP1, logging], swiftSettings: settings),
        // Model files: GGUF headers.
        .target(name: "Store", dependencies: ["Schema"], swiftSettings: settings),
        // Bytes from other servers to files on disk.
        .target(name: "Download", dependencies: ["CCurl", "Schema", "Store"], swiftSettings: settings),
        // Wire types of the dialects and the pure translations between them.
        .target(name: "Translate", dependencies: ["Schema"], swiftSettings: settings),
        // How to run one model and talk to it.
        .target(
            name: "Providers",
            dependencies: [
                "CPlatform", "Schema", "Store", "HTTP", nioCore, nioPosix, logging,
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        // Which models run, who waits, who leaves.
        .target(
            name: "Router",
            dependencies: ["CYAML", "Schema", "Store", "Providers", nioCore, logging],
            swiftSettings: settings
        ),
        // The route table, the document made from it, handlers, errors, pages.
        .target(
            name: "API",
            dependencies: [
                "CPages", "CPlatform", "Schema", "Translate", "Store", "Download", "Providers", "Router", "HTTP",
                nioCore, nioHTTP1,
                nioPosix, logging,
            ],
            swiftSettings: settings
        ),
        // The command line.
        .executableTarget(
            name: "paddock",
            dependencies: [
                "API", "CPlatform", "Download", "Schema", "Store", "Router", "Providers", "HTTP", nioCore, nioPosix,
                logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "SchemaTests", dependencies: ["Schema"], swiftSettings: settings),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP", nioCore, nioHTTP1, nioPosix], swiftSettings: settings),
        .testTarget(name: "StoreTests", dependencies: ["Store"], swiftSettings: settings),
        .testTarget(name: "DownloadTests", dependencies: ["Download", "Schema", "Store"], swiftSettings: settings),
        .testTarget(
            name: "TranslateTests",
            dependencies: ["Translate", "Schema"],
            exclude: ["Cases"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ProvidersTests",
            dependencies: ["Providers", "HTTP", "Store", logging, nioCore, nioPosix],
            swiftSettings: settings
        ),
        .testTarget(name: "RouterTests", dependencies: ["Router", "Providers", "Schema"], swiftSettings: settings),
        .testTarget(
            name: "APITests",
            dependencies: [
                "API", "Providers", "Router", "Schema", "Translate", "HTTP", nioCore, nioHTTP1, nioPosix, logging,
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "paddockTests", dependencies: ["paddock", "HTTP", "Schema"], swiftSettings: settings),
    ]
)
