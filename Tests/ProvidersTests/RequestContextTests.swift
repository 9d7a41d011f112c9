import Providers
import Testing

@Suite struct `The context of a request` {
    private func settings(_ edit: (inout LlamaServerSettings) -> Void) -> LlamaServerSettings {
        var settings = LlamaServerSettings(modelPath: "/m.gguf", name: "m")
        settings.trainedContextSize = 32768
        edit(&settings)
        return settings
    }

    @Test(arguments: [(nil, nil, 4096), (0, nil, 32768), (8192, nil, 8192), (65536, nil, 32768), (8192, 1024, 1024)])
    func `is what the entry asks for, at most what the model was trained for`(
        _ size: Int?,
        _ limit: Int?,
        _ expected: Int
    ) {
        let settings = settings {
            $0.contextSize = size
            $0.contextLimit = limit
        }
        #expect(settings.contextOfRequest == expected)
    }

    @Test(arguments: [
        (["-c 2048"], 2048), (["--ctx-size 2048", "-np 4"], 2048), (["-c 2048 -np 4 --no-kv-unified"], 512),
        (["-c 0"], 32768),
    ])
    func `is what the arguments say together`(_ arguments: [String], _ expected: Int) {
        #expect(settings { $0.commonArguments = arguments }.contextOfRequest == expected)
    }

    @Test func `is that of the entry where common arguments say something else`() {
        let settings = settings {
            $0.commonArguments = ["-c 2048"]
            $0.contextSize = 8192
        }
        #expect(settings.contextOfRequest == 8192)
    }

    @Test func `is not known where nothing tells`() {
        let settings = settings {
            $0.trainedContextSize = nil
            $0.contextSize = 0
        }
        #expect(settings.contextOfRequest == nil)
    }
}
