package org.healthdiary.bridge

import android.content.Context
import android.util.AtomicFile
import org.healthdiary.HouseholdPlace
import java.io.File
import java.io.FileNotFoundException

/**
 * Where the diary of this phone lies. One that is restored comes into a new folder, and only then the app turns to it: what was there
 * before stays as it is.
 *
 * The folder may be in a backup of the phone, the state must not: two phones with one state would fork the journal.
 */
internal class Places(
    private val files: File,
    private val states: File,
) {
    constructor(context: Context) : this(context.filesDir, context.noBackupFilesDir)

    private val turnedTo = AtomicFile(File(files, "turned-to"))

    /** The one that the app shows. */
    fun current(): HouseholdPlace =
        try {
            place(turnedTo.readFully().decodeToString())
        } catch (_: FileNotFoundException) {
            place(FIRST)
        }

    /** One where nothing is. */
    fun fresh(): HouseholdPlace =
        generateSequence(2) { it + 1 }
            .map { place("$FIRST-$it") }
            .first { !File(it.folder).exists() && !File(it.stateFolder).exists() }

    /** The folders of those that were put aside. */
    fun aside(): List<File> =
        files.listFiles { file -> file.isDirectory && NAME.matches(file.name) }.orEmpty().filter {
            it.path !=
                current().folder
        }

    /** The one whose folder is called so. */
    fun named(name: String): HouseholdPlace = place(name).also { require(NAME.matches(name)) { "this is no folder of a diary" } }

    /** Turns to another one; it is for good when this returns. */
    fun turnTo(place: HouseholdPlace) {
        val out = turnedTo.startWrite()
        out.write(File(place.folder).name.encodeToByteArray())
        turnedTo.finishWrite(out)
    }

    /** Takes away what was begun in a place and never turned to, or was put aside. */
    fun clear(place: HouseholdPlace) {
        check(place != current()) { "the diary itself is never taken away" }
        File(place.folder).deleteRecursively()
        File(place.stateFolder).deleteRecursively()
    }

    private fun place(name: String) = HouseholdPlace(File(files, name).path, File(states, name.replace(FIRST, "state")).path)

    private companion object {
        const val FIRST = "diary"
        val NAME = Regex("$FIRST(-[0-9]+)?")
    }
}
