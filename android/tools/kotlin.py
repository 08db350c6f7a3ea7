"""The generated code, and Kotlin compiled with the Compose plugin: bridge, ui, app, and their tests."""

import shutil

from locks import android_jar, class_path, fetch, java, joined, lock, path, tool
from places import GENERATED, GENERATOR, LIBRARY, MODULES, OUT, ROOT, SEEN, sources
from resources import R_JAR
from steps import Failed, arguments, once, pack, run


def generate():
    """Kotlin for the library's border, by the project's own generator."""
    for file in (LIBRARY, GENERATOR):
        if not file.exists():
            raise Failed(f"{file} is not there: cargo build --locked -p diary-ffi --features sim -p diary-bindgen")
    config = ROOT / "bindings" / "bindgen" / "config.toml"
    command = [GENERATOR, "generate", "--config", config, "--language", "kotlin", "--no-format", "--out-dir", GENERATED, LIBRARY]

    def action():
        shutil.rmtree(GENERATED, ignore_errors=True)
        run("generate", command)

    once("generate", [LIBRARY, GENERATOR, config], [], GENERATED, action)


def classes(module, kind="main"):
    """The compiled classes of a module, as a jar."""
    return OUT / "classes" / f"{module}-{kind}.jar"


def below(module):
    """What a module may see of the others, compiled, and the R classes where it has resources."""
    return [*(classes(other) for other in MODULES[module] if sources(other)), *([R_JAR] if module in SEEN else [])]


def beneath(module):
    """Everything that a module runs with: what it sees, and what that sees."""
    others = [other for other in MODULES if other in MODULES[module] or any(other in MODULES[seen] for seen in MODULES[module])]
    return [*(classes(other) for other in others if sources(other)), R_JAR]


def compile_main():
    """Every module, in order."""
    for module in MODULES:
        if sources(module):
            # Android comes last, so that a library's newer class is taken before one inside of it.
            _kotlinc(module, "main", [*below(module), *class_path("app"), android_jar()])


def compile_tests():
    """The tests of every module."""
    fetch("test")
    for module in MODULES:
        if sources(module, "test"):
            _kotlinc(module, "test", [classes(module), *beneath(module), *test_libraries(), android_jar()], friend=classes(module))


def compile_contract():
    """The tests of the Kotlin layer, which every shell of it has to pass."""
    libraries = [path(one) for name in ("contract", "test") for one in lock(name) if one.type == "jar"]
    _kotlinc("core", "contract", [classes("core"), *libraries, *class_path("app", without=("jna",))], friend=classes("core"))


def test_libraries():
    """What tests are compiled and run with; JNA as its jar, which has the host's library inside."""
    return [*class_path("test"), *class_path("app", without=("jna",))]


def _kotlinc(module, kind, seen, friend=None):
    files = sources(module, kind)
    plugin = next(path(one) for one in lock("kotlin") if one.name == "kotlin-compose-compiler-plugin-embeddable")
    out = classes(module, kind)
    options = ["-no-stdlib", "-no-reflect", "-jvm-target", "17", "-module-name", module]
    if module != "core":
        # What is generated has warnings of its own.
        options.append("-Werror")
    if friend:
        # A module's tests see what is internal to it.
        options.append(f"-Xfriend-paths={friend}")

    def action():
        folder = out.with_suffix("")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        words = [*options, f"-Xplugin={plugin}", "-cp", joined(seen), "-d", folder, *files]
        compiler = java("-cp", tool("kotlin"), "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler")
        run(f"compile {module} {kind}", [*compiler, arguments(f"{module}-{kind}", words)])
        pack(folder, out)

    once(f"compile {module} {kind}", [*files, *seen], options, out, action)
