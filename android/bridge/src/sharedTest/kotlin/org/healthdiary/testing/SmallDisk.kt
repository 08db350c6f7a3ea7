package org.healthdiary.testing

import org.junit.Assume.assumeTrue
import java.io.File
import java.io.IOException
import java.io.OutputStream

/** A disk in memory that can be filled up. */
class SmallDisk private constructor(
    private val at: File,
) : AutoCloseable {
    private val filling = File(at, "filling")

    /** Nothing more goes on it. */
    fun fill() {
        // The last bytes go on singly: a block may be half full.
        filling.outputStream().use { out -> listOf(ByteArray(BLOCK), ByteArray(1)).forEach { writeAll(out, it) } }
    }

    private fun writeAll(
        out: OutputStream,
        piece: ByteArray,
    ) {
        try {
            while (true) out.write(piece)
        } catch (_: IOException) {
            return
        }
    }

    /** There is room again. */
    fun free() {
        filling.delete()
    }

    override fun close() {
        ProcessBuilder("umount", "--lazy", at.path).start().waitFor()
    }

    companion object {
        private const val BLOCK = 4096

        /** One in the place of a folder; where this user may not mount one, the test is left out. */
        fun at(folder: File): SmallDisk {
            val mounted = ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder.path).start().waitFor() == 0
            assumeTrue("mounting a small disk needs root", mounted)
            return SmallDisk(folder)
        }
    }
}
