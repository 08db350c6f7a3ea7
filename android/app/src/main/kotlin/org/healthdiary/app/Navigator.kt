package org.healthdiary.app

import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow

/** The way somebody came, and back. It survives the process: what is behind the lock comes back once it is unlocked. */
internal class Navigator(
    private val saved: SavedStateHandle,
) {
    private val stack = ArrayDeque<Place>()
    private val here = MutableStateFlow<Place>(Place.Unlock)

    /** Where somebody is. */
    val place: StateFlow<Place> = here.asStateFlow()

    /** Goes on to a place. */
    fun go(to: Place) {
        stack += to
        show()
    }

    /** Goes to a place that stands beside another: one of its kind that is there already makes room. */
    fun goBeside(to: Place) {
        if (stack.last()::class == to::class) stack.removeLast()
        go(to)
    }

    /** Where back leads to; none on the first screen. */
    val before: Place? get() = stack.getOrNull(stack.size - 2)

    /** Goes back; whether there was somewhere to go to. */
    fun back(): Boolean {
        if (stack.size < 2) return false
        stack.removeLast()
        show()
        return true
    }

    /** Goes back to the first screen. */
    fun home() {
        while (stack.size > 1) stack.removeLast()
        show()
    }

    /** Begins at a place: there is no way back behind it. */
    fun begin(at: Place) {
        stack.clear()
        go(at)
    }

    /** The diary is open: goes where somebody was before the process was ended, or to the first screen. */
    fun enter() {
        val way = saved.get<Array<String>>(WAY).orEmpty().map(Place::of)
        stack.clear()
        stack += Place.Today
        stack += way.filter { it != Place.Today }
        show()
    }

    private fun show() {
        here.value = stack.last()
        // The way behind the lock is kept while the lock is shut.
        if (stack.first() == Place.Today) saved[WAY] = stack.map { it.key }.toTypedArray()
    }

    private companion object {
        const val WAY = "way"
    }
}
